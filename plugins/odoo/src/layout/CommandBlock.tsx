import { CopyText } from './CopyText';
import styles from './CommandBlock.module.css';

/** Lines to type somewhere else, with a button that copies them. */
export function CommandBlock(props: {
  text: string;
  /** What is copied, for the name of the button. */
  what: string;
}) {
  return (
    <div className={styles.command}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways, so it has to be reachable by keyboard */}
      <pre tabIndex={0}>{props.text}</pre>
      <CopyText text={props.text} what={props.what} />
    </div>
  );
}
