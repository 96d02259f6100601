export * as cameraContract from './contract.ts';
