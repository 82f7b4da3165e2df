export * from './inlineWindows';
export * from './model';
export * from './standing';
