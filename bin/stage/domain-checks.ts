import { type Checking, failed, fine, notFound, unclear, type Verdict } from './verdict.ts';

interface Described {
  Certificate?: { Status?: string; DomainName?: string; SubjectAlternativeNames?: string[] };
}

/** CloudFront takes a certificate only once it is issued, and only for its names. */
export async function checkCertificate({ settings, ask }: Checking): Promise<Verdict | undefined> {
  const { domain } = settings;
  if (!domain) return undefined;
  const what = 'domain';
  try {
    const { Certificate: found } = (await ask([
      ...['acm', 'describe-certificate', '--region', 'us-east-1'],
      ...['--certificate-arn', domain.certificateArn],
    ])) as Described;
    if (found?.Status !== 'ISSUED')
      return failed(
        what,
        `the certificate is ${found?.Status ?? 'unknown'}`,
        'make the DNS records by which ACM validates it, and wait until it is ISSUED',
      );
    const names = [found.DomainName ?? '', ...(found.SubjectAlternativeNames ?? [])];
    return names.some((name) => covers(name, domain.name))
      ? fine(what, `the certificate is for ${domain.name}`)
      : failed(what, `the certificate is not for ${domain.name}`, `request one for it in us-east-1`);
  } catch (error) {
    return notFound(error)
      ? failed(
          what,
          'there is no such certificate in us-east-1',
          'request it there: aws acm request-certificate --region us-east-1 --validation-method DNS --domain-name ' +
            domain.name,
        )
      : unclear(what, (error as Error).message);
  }
}

/** A star stands for one label, the first. */
function covers(certified: string, name: string): boolean {
  return certified === name || (certified.startsWith('*.') && name.replace(/^[^.]+/, '*') === certified);
}

export async function checkWebAcl({ settings, ask }: Checking): Promise<Verdict | undefined> {
  if (settings.webAclArn === undefined) return undefined;
  const what = 'web ACL';
  const [, name = '', id = ''] = settings.webAclArn.split('/').slice(-3);
  try {
    await ask([
      ...['wafv2', 'get-web-acl', '--region', 'us-east-1', '--scope', 'CLOUDFRONT'],
      ...['--name', name, '--id', id],
    ]);
    return fine(what, `${name} is there`);
  } catch (error) {
    return notFound(error)
      ? failed(
          what,
          `there is no web ACL ${name} of CloudFront's in us-east-1`,
          'make it with --scope CLOUDFRONT, or take webAclArn out',
        )
      : unclear(what, (error as Error).message);
  }
}
