import { walkEveryPage } from './pages.ts';

walkEveryPage('phone');
