import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  ExecutiveAnswer,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { type ExportColumn, TakeAlong } from '../export';
import { Panel } from '../layout';
import { Sentence } from '../time';
import { odooTranslationRef } from '../translation';
import { EvidenceList, StatusWord } from '../verdict';
import styles from './QuestionsPanel.module.css';

const statusOf: Record<ExecutiveAnswer['answer'], VerdictStatus> = {
  yes: 'ok',
  no: 'critical',
  'not-known': 'unknown',
};

const columns: readonly ExportColumn<ExecutiveAnswer>[] = [
  { header: 'question', value: row => row.question },
  { header: 'answer', value: row => row.answer },
  { header: 'why', value: row => row.message },
  { header: 'remedy', value: row => row.remedy },
  {
    header: 'evidence',
    value: row =>
      row.evidence
        .map(e => `${e.label} (${e.source}, ${e.observedAt})`)
        .join('; '),
  },
];

interface QuestionsPanelProps {
  questions: readonly ExecutiveAnswer[];
  fileName: string;
}

/** The five questions of an executive, each with its answer in a word, why, and where that comes from. */
export function QuestionsPanel(props: QuestionsPanelProps) {
  const { questions, fileName } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const title = t('question.title');
  return (
    <Panel
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName={fileName}
          columns={columns}
          rows={questions}
        />
      }
    >
      {questions.length === 0 ? (
        <Text as="p">{t('question.none')}</Text>
      ) : (
        <ol className={styles.questions}>
          {questions.map(one => (
            <li key={one.id} className={styles.question}>
              <div className={styles.head}>
                <span className={styles.text}>{one.question}</span>
                <StatusWord status={statusOf[one.answer]} size="medium">
                  {t(`question.answer.${one.answer}`)}
                </StatusWord>
              </div>
              <p className={styles.why}>
                <Sentence text={one.message} />
              </p>
              {one.remedy !== undefined && (
                <p className={styles.why}>
                  {t('reason.remedy', {
                    remedy: <Sentence text={one.remedy} />,
                  })}
                </p>
              )}
              <EvidenceList evidence={one.evidence} />
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
