import { Anchor, Text } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type * as z from 'zod/mini';
import type { FileLinkBody } from '../../../../../shared/contracts/chat-responses.ts';
import type { ShownAttachment } from '../../../../../shared/contracts/inbox-responses.ts';
import { read } from '../../../api/client.ts';
import { useLabels } from '../../../common/labels.ts';
import classes from '../inbox.module.css';
import { useInboxTexts } from '../texts.ts';

type Attachment = z.infer<typeof ShownAttachment>;

/** Links to files end sooner than this. */
const LINK_MS = 60_000;

/** A picture to see, or anything else to open. */
export function AttachmentView({ message, attachment }: { message: string; attachment: Attachment }) {
  const labels = useLabels();
  const { type, caption, file_name, file } = attachment;
  const name = file_name ?? labels.attachment(type);
  const link = useQuery({
    queryKey: ['file', message, file],
    queryFn: ({ signal }) => read<FileLinkBody>(`/api/files/${message}/${file}`, {}, signal),
    enabled: file !== null,
    staleTime: LINK_MS,
  });
  // The same file by the console's own origin, from which alone pictures may be shown.
  const own = link.data && new URL(link.data.url).pathname;
  const href = own ?? attachment.url ?? undefined;
  return (
    <div>
      {own !== undefined && type === 'photo' ? (
        <Picture src={own} name={name} />
      ) : (
        <FileLink href={href} name={name} />
      )}
      {caption !== null && <div className={classes['said']}>{caption}</div>}
    </div>
  );
}

function Picture({ src, name }: { src: string; name: string }) {
  const t = useInboxTexts();
  const [gone, setGone] = useState(false);
  if (gone) return <Text size="xs">{t('fileGone')}</Text>;
  return (
    <a href={src} target="_blank" rel="noreferrer">
      <img className={classes['picture']} src={src} alt={name} loading="lazy" onError={() => setGone(true)} />
    </a>
  );
}

function FileLink({ href, name }: { href: string | undefined; name: string }) {
  const t = useInboxTexts();
  const words = (
    <>
      <IconPaperclip size={14} aria-hidden /> {name}
    </>
  );
  if (href === undefined) return <Text size="sm">{words}</Text>;
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" size="sm" title={t('file')}>
      {words}
    </Anchor>
  );
}
