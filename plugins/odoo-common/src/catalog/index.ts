export * from './annotations';
export * from './deriveEntities';
export * from './environment';
export * from './operations';
export * from './parseDescriptor';
export * from './tenant';
