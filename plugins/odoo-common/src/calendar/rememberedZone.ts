import {
  IANAZone,
  Zone,
  type ZoneOffsetFormat,
  type ZoneOffsetOptions,
} from 'luxon';

const HOUR = 3_600_000;

/** Offsets are looked up for so long at a time. */
const STRETCH = 32 * 24 * HOUR;

/** Within so short a time no zone changes its clocks and changes them back. */
const STEP = 6 * HOUR;

/** Stretches of one zone that are remembered: some forty years. */
const MOST_STRETCHES = 500;

/** Zones that are remembered; there are some six hundred. */
const MOST_ZONES = 1000;

/** From an instant on, until that of the next. */
interface OffsetFrom {
  from: number;
  /** Minutes east of UTC. */
  offset: number;
}

/** The offsets of a zone from an instant on. */
function offsetsFrom(zone: IANAZone, from: number): OffsetFrom[] {
  const offsets = [{ from, offset: zone.offset(from) }];
  for (let end = from + STEP; end <= from + STRETCH; end += STEP) {
    const offset = zone.offset(end);
    let last = offsets[offsets.length - 1];
    while (last.offset !== offset) {
      let before = Math.max(last.from, end - STEP);
      let after = end;
      while (after - before > 1) {
        const middle = Math.floor((before + after) / 2);
        if (zone.offset(middle) === last.offset) {
          before = middle;
        } else {
          after = middle;
        }
      }
      last = { from: after, offset: zone.offset(after) };
      offsets.push(last);
    }
  }
  return offsets;
}

/**
 * An IANA zone that remembers when its clocks change. To ask the zone itself takes some ten microseconds, and a week of hours asks
 * thousands of times. What is remembered are facts of the zone alone.
 */
class RememberedZone extends Zone {
  readonly #zone: IANAZone;
  readonly #stretches = new Map<number, OffsetFrom[]>();

  constructor(zone: IANAZone) {
    super();
    this.#zone = zone;
  }

  get type(): string {
    return this.#zone.type;
  }

  get name(): string {
    return this.#zone.name;
  }

  get isUniversal(): boolean {
    return this.#zone.isUniversal;
  }

  get isValid(): boolean {
    return this.#zone.isValid;
  }

  offsetName(instant: number, options: ZoneOffsetOptions): string | null {
    return this.#zone.offsetName(instant, options);
  }

  formatOffset(instant: number, format: ZoneOffsetFormat): string {
    return this.#zone.formatOffset(instant, format);
  }

  equals(other: Zone): boolean {
    return this.#zone.equals(other);
  }

  offset(instant: number): number {
    const number = Math.floor(instant / STRETCH);
    if (!this.isValid || !Number.isFinite(number)) {
      return this.#zone.offset(instant);
    }
    let offsets = this.#stretches.get(number);
    if (!offsets) {
      if (this.#stretches.size >= MOST_STRETCHES) {
        this.#stretches.clear();
      }
      offsets = offsetsFrom(this.#zone, number * STRETCH);
      this.#stretches.set(number, offsets);
    }
    let last = offsets.length - 1;
    while (offsets[last].from > instant) {
      last -= 1;
    }
    return offsets[last].offset;
  }
}

const remembered = new Map<string, RememberedZone>();

/** The zone of this name; look at `isValid` for whether there is one. */
export function rememberedZone(name: string): Zone {
  let zone = remembered.get(name);
  if (!zone) {
    if (remembered.size >= MOST_ZONES) {
      remembered.clear();
    }
    zone = new RememberedZone(IANAZone.create(name));
    remembered.set(name, zone);
  }
  return zone;
}
