import '@backstage/cli/asset-types';
import '@backstage/ui/css/styles.css';
import ReactDOM from 'react-dom/client';
import App from './App';
import { takeSecretFromAddress } from './signIn/personChoice';

// Before the router first looks at the address, else it would carry the secret along
takeSecretFromAddress();

ReactDOM.createRoot(document.getElementById('root')!).render(App.createRoot());
