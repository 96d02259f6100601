import type { ConsoleFeature } from '../kit/feature.ts';
import { LateOrders } from './now.tsx';
import { OrderPanel, OrdersOfWorkers } from './panels.tsx';

export const dispatchFeature: ConsoleFeature = {
  word: 'dispatch',
  Now: LateOrders,
  panels: { worker: OrdersOfWorkers, workers: OrdersOfWorkers, order: OrderPanel },
};
