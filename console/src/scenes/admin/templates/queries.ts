import { useQuery } from '@tanstack/react-query';
import type { TemplateBody, TemplatesBody } from '../../../../../shared/contracts/handbook-responses.ts';
import { read } from '../../../api/client.ts';

export function useTemplates() {
  return useQuery({
    queryKey: ['templates'],
    queryFn: ({ signal }) => read<TemplatesBody>('/api/templates', {}, signal),
  });
}

export function useTemplate(name: string) {
  return useQuery({
    queryKey: ['templates', 'one', name],
    queryFn: ({ signal }) => read<TemplateBody>(`/api/templates/${name}`, {}, signal),
  });
}
