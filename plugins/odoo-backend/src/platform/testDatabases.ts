export * from './__testUtils__/testDatabases';
