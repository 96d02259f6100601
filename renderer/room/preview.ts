import { chosenDevice, readDevices } from './devices.ts';

/** What the own camera and microphone give, before anybody else sees or hears it. */
export class Preview {
  readonly #onChange: () => void;
  #stream: MediaStream | undefined;
  #context: AudioContext | undefined;
  #analyser: AnalyserNode | undefined;
  #closed = false;
  #run = 0;
  problem: string | null = null;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get stream(): MediaStream | undefined {
    return this.#stream;
  }

  /** Opens what is wanted with the devices chosen; what was open before is closed. */
  async open(wanted: { microphone: boolean; camera: boolean }): Promise<void> {
    this.#run += 1;
    const run = this.#run;
    this.#release();
    this.problem = null;
    if (!wanted.microphone && !wanted.camera) return this.#onChange();
    const device = (kind: 'audioinput' | 'videoinput') => {
      const deviceId = chosenDevice(kind);
      return deviceId === undefined ? {} : { deviceId };
    };
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: wanted.microphone ? device('audioinput') : false,
        video: wanted.camera ? { ...device('videoinput'), width: 640, height: 360 } : false,
      });
      if (this.#closed || run !== this.#run) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      this.#stream = stream;
      if (wanted.microphone) {
        this.#context = new AudioContext();
        this.#analyser = this.#context.createAnalyser();
        this.#context.createMediaStreamSource(stream).connect(this.#analyser);
      }
      await readDevices();
    } catch (error) {
      this.problem = (error as Error).name;
    }
    this.#onChange();
  }

  /** How loud the microphone is now, 0 to 1. */
  level(): number {
    if (!this.#analyser) return 0;
    const samples = new Float32Array(this.#analyser.fftSize);
    this.#analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    return Math.min(1, Math.sqrt(power) * 4);
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#release();
  }

  #release(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = undefined;
    this.#analyser = undefined;
    void this.#context?.close();
    this.#context = undefined;
  }
}

const testSeconds = 1;

/** Plays a short tone on the chosen loudspeaker. */
export async function playTestTone(): Promise<void> {
  const context = new AudioContext();
  const sink = chosenDevice('audiooutput');
  if (sink && 'setSinkId' in context) {
    await (context as AudioContext & { setSinkId(id: string): Promise<void> }).setSinkId(sink).catch(() => undefined);
  }
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  gain.gain.value = 0.15;
  oscillator.frequency.value = 660;
  oscillator.connect(gain).connect(context.destination);
  oscillator.start();
  oscillator.stop(context.currentTime + testSeconds);
  await new Promise((resolve) => {
    oscillator.onended = resolve;
  });
  await context.close();
}
