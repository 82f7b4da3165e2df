export * from './icalendar';
export * from './inlineWindows';
export * from './model';
export * from './operations';
export * from './policy';
export * from './safeWindows';
export * from './standing';
export * from './weekHours';
