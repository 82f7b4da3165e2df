import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Mounting an app takes a second on an idle machine, and the suite runs on busy ones too.
configure({ asyncUtilTimeout: 10_000 });
jest.setTimeout(60_000);
