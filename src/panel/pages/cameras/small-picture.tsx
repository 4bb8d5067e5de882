import { useInViewport } from '@mantine/hooks';
import { IconVideoOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { CameraView } from '../../../cameras/schemas.ts';
import { useSmallPicture } from '../../api/pictures.ts';

/** What the camera saw within the last minutes; decoration beside its name. A camera that is down is not asked. */
export function SmallPicture({ camera }: { camera: CameraView }) {
  const { ref, inViewport } = useInViewport();
  const isThere = camera.health.state === 'ok' || camera.health.state === 'warning';
  const picture = useSmallPicture(camera.id, inViewport && isThere);
  const url = useObjectUrl(picture.data);
  return (
    <span ref={ref} className="small-picture">
      {url ? <img src={url} alt="" /> : <IconVideoOff size={24} stroke={1.5} aria-hidden />}
    </span>
  );
}

function useObjectUrl(blob: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => {
      setUrl(undefined);
      URL.revokeObjectURL(made);
    };
  }, [blob]);
  return url;
}
