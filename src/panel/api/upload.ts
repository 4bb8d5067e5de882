import { http } from './http.ts';

/** A large file over a slow Wi-Fi. */
const LIMIT_MS = 10 * 60_000;

/**
 * Sends a file. `fetch` cannot tell how far it is, so this is the one request that goes by XMLHttpRequest.
 *
 * @param onProgress from 0 to 1; at 1 the station has it all and works on it
 * @throws ApiError as with every other request
 */
export function upload<T>(
  path: string,
  file: File,
  onProgress: (part: number) => void = () => {},
  method: 'POST' | 'PUT' = 'POST',
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    request.timeout = LIMIT_MS;
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-csrf-token', http.csrf);
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(http.lost());
    request.ontimeout = () => reject(http.lost());
    request.onload = () => {
      try {
        resolve(http.answer<T>(path, request.status, request.responseText));
      } catch (error) {
        reject(error);
      }
    };
    request.send(file);
  });
}
