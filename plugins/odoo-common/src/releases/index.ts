export * from './evaluateRisk';
export * from './foldReleases';
export * from './model';
export * from './operations';
export * from './policy';
export * from './releaseState';
export * from './verdict';
