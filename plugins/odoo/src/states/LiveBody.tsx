import { Skeleton, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { LiveData } from '../live';
import { LiveNotice } from './LiveNotice';

interface LiveBodyProps<T> {
  live: LiveData<T>;
  /** Height of what comes, so that the page does not jump. */
  height: string;
  /** What is said when the answer is that there is nothing. */
  empty?: ReactNode;
  isEmpty?: (data: T) => boolean;
  children: (data: T) => ReactNode;
}

/**
 * What a panel shows of something that it fetches: that it is on its way, that it could not be had, that there is none, or what
 * there is. What was known stays when a later attempt fails, and says that it is old.
 */
export function LiveBody<T>(props: LiveBodyProps<T>) {
  const { live, height, empty, isEmpty, children } = props;
  const { data, failure } = live;
  return (
    <>
      <LiveNotice live={[live]} />
      {data === undefined && failure === undefined && (
        <Skeleton width="100%" height={height} />
      )}
      {data !== undefined &&
        (isEmpty?.(data) ? <Text as="p">{empty}</Text> : children(data))}
    </>
  );
}
