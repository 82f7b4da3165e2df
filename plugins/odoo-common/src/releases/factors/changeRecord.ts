import { plainText } from '../../plainText';
import {
  evidenceOf,
  nobodySaid,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const threshold = 'a change record';

function knownRecord({ facts }: RiskContext): FactorFinding {
  const { changeRecord } = facts.release.facts;
  if (!changeRecord) {
    return nobodySaid(
      threshold,
      'No change record is known; that does not say that there is none.',
      'Post changeRecord in customData.odoo of any event of this release.',
    );
  }
  const id = plainText(changeRecord.value.id);
  const url = changeRecord.value.url ?? changeRecord.url;
  return {
    outcome: 'known',
    share: 0,
    value: id,
    threshold,
    message: `The change record is ${id}.`,
    evidence: [
      {
        ...evidenceOf(changeRecord, `change record ${id}`),
        ...(url !== undefined && { url }),
      },
    ],
  };
}

/**
 * Whether a change record says what is meant to change.
 *
 * @public
 */
export const changeRecordFactor: RiskFactor = {
  id: 'change-record',
  title: 'Change record',
  group: 'readiness',
  weight: policy => policy.weights.changeRecord,
  evaluate: context =>
    onlyInProduction(context, threshold) ?? knownRecord(context),
};
