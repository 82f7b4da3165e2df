export * from './freezes';
export * from './model';
