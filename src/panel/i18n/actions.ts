import i18next from 'i18next';
import actions from './vi/actions.ts';

/** The names of what was done come with the audit log: a first visit is not to wait for these. */
i18next.addResourceBundle('vi', 'translation', actions);
