import { sayDuration } from '../../duration';
import { plainText, sayNumber } from '../../plainText';
import type { Guardrail } from '../definition';

const rounded = (value: number) => Number(value.toPrecision(3));

const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A value in its unit, in three digits: `1.24 s`, `0.5 %`, `12 a minute`. */
export function sayValue(value: number, unit: Guardrail['unit']): string {
  switch (unit) {
    case 'ratio':
      return `${rounded(value * 100)} %`;
    case 'seconds':
      return Math.abs(value) < 120
        ? `${rounded(value)} s`
        : `${value < 0 ? '-' : ''}${sayDuration(Math.abs(value))}`;
    case 'bytes': {
      const power = Math.min(
        BYTES.length - 1,
        Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(value))) / 10)),
      );
      return `${rounded(value / 1024 ** power)} ${BYTES[power]}`;
    }
    case 'per-second':
      return `${rounded(value)} a second`;
    case 'per-minute':
      return `${rounded(value)} a minute`;
    default:
      return sayNumber(rounded(value));
  }
}

/** How a guardrail is called in a sentence. */
export const sayTitle = ({ title }: Guardrail) => plainText(title, 120);

/** What to do about a breach; the same for each, since what it takes is a person's decision. */
export const REVIEW =
  'Look at what the release changed, and decide: roll back, roll forward, or accept it until a date.';
