import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { FleetMark } from './FleetMark';

const useStyles = makeStyles(theme => ({
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: 12,
    height: 2 * sidebarConfig.logoHeight,
    paddingLeft: 22,
    color: theme.palette.navigation.selectedColor,
    fontSize: '1.15rem',
    fontWeight: 700,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
  },
}));

/** The mark of the portal, with the name beside it while the sidebar is open. */
export function FleetLogo() {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  return (
    <Link
      to="/"
      underline="none"
      className={classes.link}
      aria-label="Odoo Fleet, first page"
    >
      <FleetMark size={28} />
      {isOpen && <span>Odoo Fleet</span>}
    </Link>
  );
}
