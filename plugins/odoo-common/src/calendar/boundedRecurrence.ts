import ICAL from 'ical.js';

/**
 * What the expansion of one file may cost. Steps are those of the iterators below, occurrences what they give.
 */
export interface ExpansionBudget {
  steps: number;
  occurrences: number;
}

/** Thrown when a file asks for more than its budget. */
export class BudgetSpentError extends Error {}

const budgets = new WeakMap<ICAL.Recur, ExpansionBudget>();

/** Days of a whole year are looked at in one go. */
const STEPS_OF_A_YEAR = 3;

/** No method of the class below, for the constructor of its base steps before the class has any of its own. */
function spend(iterator: ICAL.RecurIterator, steps: number): void {
  const budget = budgets.get(iterator.rule as unknown as ICAL.Recur);
  if (budget) {
    budget.steps -= steps;
    if (budget.steps < 0) {
      throw new BudgetSpentError();
    }
  }
}

/**
 * The library looks for the next occurrence of a rule for ever when there is none (the 31st of February), so every step is counted.
 */
class BoundedRecurIterator extends ICAL.RecurIterator {
  increment_monthday(inc: number): void {
    // Days are counted one by one, quickly
    spend(this, 1 + Math.floor(Math.abs(inc) / 30));
    super.increment_monthday(inc);
  }

  increment_month(): void {
    spend(this, 1);
    super.increment_month();
  }

  increment_year(inc: number): void {
    spend(this, 1);
    super.increment_year(inc);
  }

  increment_generic(
    inc: number,
    attribute: string,
    factor: number,
    next: string,
  ): void {
    spend(this, 1);
    super.increment_generic(inc, attribute, factor, next);
  }

  expand_year_days(year: number): 0 {
    spend(this, STEPS_OF_A_YEAR);
    return super.expand_year_days(year) as 0;
  }
}

/** Makes every recurrence rule of an event count its steps against the budget. */
export function boundRecurrence(
  event: ICAL.Component,
  budget: ExpansionBudget,
): void {
  for (const property of event.getAllProperties('rrule')) {
    const rule = property.getFirstValue();
    if (rule instanceof ICAL.Recur) {
      budgets.set(rule, budget);
      rule.iterator = start =>
        new BoundedRecurIterator({ rule, dtstart: start });
    }
  }
}
