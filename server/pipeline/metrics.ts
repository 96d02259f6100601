import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Health } from '../runtime/health.ts';

/** What Prometheus reads at `/metrics`: no account, area or address is in it. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #calls: Counter<'call' | 'outcome'>;
  readonly #seconds: Histogram<'call'>;

  constructor(health: Health) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry, prefix: 'sipin_' });
    this.#calls = new Counter({
      name: 'sipin_calls_total',
      help: 'Acts and queries by outcome',
      labelNames: ['call', 'outcome'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'sipin_call_seconds',
      help: 'Duration of acts and queries',
      labelNames: ['call'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    });
    new Gauge({
      name: 'sipin_part_up',
      help: 'Whether a part is up',
      labelNames: ['part'],
      registers,
      collect() {
        for (const [part, status] of Object.entries(health.snapshot())) {
          this.set({ part }, status.state === 'up' ? 1 : 0);
        }
      },
    });
  }

  observeCall(call: string, outcome: string, seconds: number): void {
    this.#calls.inc({ call, outcome });
    this.#seconds.observe({ call }, seconds);
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
