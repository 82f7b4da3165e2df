import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { VisuallyHidden } from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';
import { odooTranslationRef } from '../translation';

interface WordAnnouncerProps {
  title: string;
  /** Undefined while it is not known. */
  word: string | undefined;
}

/** Tells a screen reader when the verdict word of an open page changes; the first word is no change. */
export function WordAnnouncer(props: WordAnnouncerProps) {
  const { title, word } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const before = useRef<string>();
  const [announcement, setAnnouncement] = useState('');
  useEffect(() => {
    if (word === undefined) {
      return;
    }
    if (before.current !== undefined && before.current !== word) {
      setAnnouncement(t('release.announce', { title, word }));
    }
    before.current = word;
  }, [word, title, t]);
  return (
    <VisuallyHidden aria-live="polite" data-testid="verdict-announcement">
      {announcement}
    </VisuallyHidden>
  );
}
