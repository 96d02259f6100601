export * from './codes.ts';
export * as areaContract from './contract.ts';
export * from './datum.ts';
export * from './geometry.ts';
export * from './model.ts';
export * from './search.ts';
export * from './shape.ts';
