import { Button } from '@mantine/core';
import { IconCloudOff, IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { errorText } from './api/http.ts';
import { live } from './api/refresh.ts';
import { type SessionUser, UserContext, useSession } from './api/session.ts';
import { Mark } from './components/brand.tsx';
import { EmptyState } from './components/empty-state.tsx';
import { part } from './components/part.ts';
import { Shell } from './components/shell.tsx';
import { Toasts } from './components/toasts.tsx';
import { UnsavedGuard } from './components/unsaved-guard.tsx';
import { useText } from './i18n/index.ts';
import { Pages } from './pages/pages.tsx';
import { openStep } from './pages/setup/progress.ts';
import { SignInAgain } from './pages/sign-in/sign-in-again.tsx';

const SetupPage = part(() => import('./pages/setup/setup-page.tsx'));
const SignInPage = part(() => import('./pages/sign-in/sign-in-page.tsx'));
const NewPasswordPage = part(() => import('./pages/sign-in/new-password-page.tsx'));

/** First run, sign-in, or the pages: whatever the session says. */
export function App() {
  const session = useSession();
  const [inSetup, setInSetup] = useState(false);
  const lastUser = useRef<SessionUser>(undefined);
  const { data } = session;
  if (!data) return <Start error={session.error} retry={() => void session.refetch()} />;

  // The first step of the first run signs its administrator in; the other steps follow.
  // A reload in the middle of them goes on there.
  if (!inSetup && (data.setup || isLeftOpen(data.user))) setInSetup(true);
  if (inSetup) return <Suspense>{<SetupPage onDone={() => setInSetup(false)} />}</Suspense>;

  if (data.user?.mustChangePassword) return <Suspense>{<NewPasswordPage />}</Suspense>;
  // Where a session ends by itself its page stays below the dialog: nothing that was typed is lost.
  const user = data.user ?? lastUser.current;
  lastUser.current = user;
  if (!user) return <Suspense>{<SignInPage />}</Suspense>;
  return (
    <>
      <UserContext value={user}>
        <SignedIn key={user.id}>
          <Pages />
        </SignedIn>
      </UserContext>
      {!data.user && <SignInAgain />}
    </>
  );
}

/** The first run has made its administrator in this browser, and was left before its end. */
function isLeftOpen(user: SessionUser | null): boolean {
  return user?.role === 'admin' && openStep() !== undefined;
}

/** Everything that lives as long as one person is signed in. */
function SignedIn({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  useEffect(() => {
    live.start();
    return () => {
      live.stop();
      // Nothing that one person could see may be shown to the next.
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    };
  }, [client]);
  return (
    <UnsavedGuard>
      <Toasts />
      <Shell>{children}</Shell>
    </UnsavedGuard>
  );
}

function Start({ error, retry }: { error: unknown; retry: () => void }) {
  const { t, language } = useText();
  return (
    <main className="start">
      {error ? (
        <div role="alert">
          <EmptyState
            icon={IconCloudOff}
            title={t('common.failed')}
            action={
              <Button leftSection={<IconRefresh size={20} />} onClick={retry}>
                {t('common.retry')}
              </Button>
            }
          >
            {errorText(error, language)}
          </EmptyState>
        </div>
      ) : (
        <span aria-live="polite">
          <Mark size={64} />
          <span className="hidden">{t('common.loading')}</span>
        </span>
      )}
    </main>
  );
}
