import { Button } from '@backstage/ui';

interface UnfoldProps {
  /** Id of what is unfolded. */
  controls: string;
  isOpen: boolean;
  onChange: (isOpen: boolean) => void;
  /** What pressing it does while it is folded. */
  show: string;
  /** The same while it is open. */
  hide: string;
}

/** A button that shows the rest of something long, and folds it again. */
export function Unfold(props: UnfoldProps) {
  const { controls, isOpen, onChange, show, hide } = props;
  return (
    <Button
      size="small"
      variant="tertiary"
      aria-expanded={isOpen}
      aria-controls={controls}
      onPress={() => onChange(!isOpen)}
      data-odoo-noprint=""
    >
      {isOpen ? hide : show}
    </Button>
  );
}
