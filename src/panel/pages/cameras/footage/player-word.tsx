import { Button } from '@mantine/core';
import { IconDownload, IconRefresh } from '@tabler/icons-react';
import { useErrorText } from '../../../components/error-text.ts';
import { secondsText } from '../../../format/time.ts';
import { useText } from '../../../i18n/index.ts';
import { canPlayPieces, type Player } from './use-player.ts';

interface Props {
  player: Player;
  /** Nothing was recorded on this day. */
  isEmpty: boolean;
  onExport: (() => void) | undefined;
}

/** What stands over the picture while there is none: why, and what to do. */
export function PlayerWord({ player, isEmpty, onExport }: Props) {
  const { t } = useText();
  const errorText = useErrorText();
  const { state, at, error, hiddenFrom } = player;
  if (state === 'idle' || (state === 'end' && isEmpty))
    return (
      <div className="footage-word">
        <p>{t(isEmpty ? 'footage.empty' : 'footage.idle')}</p>
      </div>
    );
  if (state === 'end' && hiddenFrom !== null)
    return (
      <div className="footage-word" role="alert">
        <p>{t('footage.hiddenRest', { from: secondsText(hiddenFrom) })}</p>
        <ExportInstead onExport={onExport} />
      </div>
    );
  if (state === 'end') return <output className="footage-jumped">{t('footage.end')}</output>;
  if (state === 'undecodable')
    return (
      <div className="footage-word" role="alert">
        <p>{canPlayPieces() ? t('footage.undecodable') : t('footage.noPieces')}</p>
        <ExportInstead onExport={onExport} />
      </div>
    );
  if (state === 'failed')
    return (
      <div className="footage-word" role="alert">
        <p>{error ? errorText(error) : t('footage.broken')}</p>
        <Button
          leftSection={<IconRefresh size={20} aria-hidden />}
          onClick={() => (at === null ? undefined : player.again(at))}
        >
          {t('common.retry')}
        </Button>
      </div>
    );
  return null;
}

/** What a browser cannot show can be taken out as a file, by who may. */
function ExportInstead({ onExport }: Pick<Props, 'onExport'>) {
  const { t } = useText();
  return onExport ? (
    <Button leftSection={<IconDownload size={20} aria-hidden />} onClick={onExport}>
      {t('footage.download')}
    </Button>
  ) : (
    <p>{t('footage.askForIt')}</p>
  );
}
