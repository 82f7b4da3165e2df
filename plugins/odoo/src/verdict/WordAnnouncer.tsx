import { VisuallyHidden } from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';

interface WordAnnouncerProps {
  /** The sentence with the word; undefined while it is not known. */
  text: string | undefined;
}

/** Tells a screen reader when the verdict word of an open page changes; the first word is no change. */
export function WordAnnouncer(props: WordAnnouncerProps) {
  const { text } = props;
  const before = useRef<string>();
  const [announcement, setAnnouncement] = useState('');
  useEffect(() => {
    if (text === undefined) {
      return;
    }
    if (before.current !== undefined && before.current !== text) {
      setAnnouncement(text);
    }
    before.current = text;
  }, [text]);
  return (
    <VisuallyHidden aria-live="polite" data-testid="verdict-announcement">
      {announcement}
    </VisuallyHidden>
  );
}
