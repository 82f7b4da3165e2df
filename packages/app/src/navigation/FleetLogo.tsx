import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

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

/** Four tiles, one of which wants attention; with the name beside it while the sidebar is open. */
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
      <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden>
        <g fill="#7fd1c7">
          <rect x="2" y="2" width="11" height="11" rx="3" />
          <rect x="15" y="2" width="11" height="11" rx="3" opacity=".75" />
          <rect x="2" y="15" width="11" height="11" rx="3" opacity=".75" />
        </g>
        <circle cx="20.5" cy="20.5" r="5.5" fill="#ffb454" />
      </svg>
      {isOpen && <span>Odoo Fleet</span>}
    </Link>
  );
}
