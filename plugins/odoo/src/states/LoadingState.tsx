import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Card, CardBody, Flex, Skeleton, VisuallyHidden } from '@backstage/ui';
import { odooTranslationRef } from '../translation';

/** The shape of the page before its first answer: the headline, three reasons, two panels. */
export function LoadingState() {
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <div role="status" aria-busy="true">
      <VisuallyHidden>{t('state.loading')}</VisuallyHidden>
      <Flex direction="column" gap="4" aria-hidden="true">
        <Card>
          <CardBody>
            <Flex direction="column" gap="4">
              <Skeleton width="12rem" height="2.25rem" />
              <Skeleton width="80%" height="1rem" />
              <Skeleton width="70%" height="1rem" />
              <Skeleton width="75%" height="1rem" />
            </Flex>
          </CardBody>
        </Card>
        <Card>
          <CardBody>
            <Flex direction="column" gap="3">
              <Skeleton width="40%" height="1.25rem" />
              <Skeleton width="100%" height="4rem" />
            </Flex>
          </CardBody>
        </Card>
      </Flex>
    </div>
  );
}
