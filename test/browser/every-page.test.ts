import { walkEveryPage } from './pages.ts';

walkEveryPage('desk');
