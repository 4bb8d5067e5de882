import { SOME } from './full-commune.ts';
import { walkEveryPage } from './pages.ts';

walkEveryPage({ role: 'approver', size: SOME, devices: ['phone', 'desk'] });
