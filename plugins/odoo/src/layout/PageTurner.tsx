import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import { odooTranslationRef } from '../translation';

interface PageTurnerProps {
  /** Cursors of the pages from the second to the one that is shown. */
  cursors: readonly string[];
  nextCursor: string | undefined;
  /** What pages follow: `time`, newest first, unless said; or `list`, some other order. */
  order?: 'time' | 'list';
  onTurn: (cursors: readonly string[]) => void;
}

/** Buttons between the pages of a list; nothing when there is one page only. */
export function PageTurner(props: PageTurnerProps) {
  const { cursors, nextCursor, order = 'time', onTurn } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  return cursors.length === 0 && nextCursor === undefined ? null : (
    <Flex align="center" gap="3" mt="3" data-odoo-noprint="">
      <Button
        size="small"
        variant="secondary"
        isDisabled={cursors.length === 0}
        onPress={() => onTurn(cursors.slice(0, -1))}
      >
        {t(order === 'time' ? 'release.history.newer' : 'page.previous')}
      </Button>
      <Text as="span" variant="body-small">
        {t('release.history.page', { page: String(cursors.length + 1) })}
      </Text>
      <Button
        size="small"
        variant="secondary"
        isDisabled={nextCursor === undefined}
        onPress={() =>
          nextCursor !== undefined && onTurn([...cursors, nextCursor])
        }
      >
        {t(order === 'time' ? 'release.history.older' : 'page.next')}
      </Button>
    </Flex>
  );
}
