import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import { odooTranslationRef } from '../translation';

interface PageTurnerProps {
  /** Cursors of the pages from the second to the one that is shown. */
  cursors: readonly string[];
  nextCursor: string | undefined;
  onTurn: (cursors: readonly string[]) => void;
}

/** Buttons between the pages of a list, newest first; nothing when there is one page only. */
export function PageTurner(props: PageTurnerProps) {
  const { cursors, nextCursor, onTurn } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  return cursors.length === 0 && nextCursor === undefined ? null : (
    <Flex align="center" gap="3" mt="3" data-odoo-noprint="">
      <Button
        size="small"
        variant="secondary"
        isDisabled={cursors.length === 0}
        onPress={() => onTurn(cursors.slice(0, -1))}
      >
        {t('release.history.newer')}
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
        {t('release.history.older')}
      </Button>
    </Flex>
  );
}
