/** The bundle to take away (E69, X36), and the certificate that it answers as the trained model did. */
import { DownloadOutlined, FileTextOutlined } from '@ant-design/icons'
import { Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { urls } from '@/api/urls'
import { Bytes, DateTime } from '@/components/ui/Formatted'
import { StatusTag } from '@/components/ui/StatusTag'
import { useFormat } from '@/lib/format'
import styles from './Models.module.css'
import type { VersionDetail } from './queries'
import { Facts, Hash } from './words'

const MS = 1000

export function ExportTab({ version }: { version: VersionDetail }) {
  return (
    <div className={styles.columns}>
      <Bundle version={version} />
      <CertificateCard version={version} />
      <ModelCard version={version} />
    </div>
  )
}

const contents = ['model.onnx', 'config.yaml', 'runtime/', 'certificate.json'] as const

function Bundle({ version }: { version: VersionDetail }) {
  const { t } = useTranslation('models')
  return (
    <section className={`mw-card ${styles.card}`} aria-label={t('bundle.title')}>
      <h3>{t('bundle.title')}</h3>
      <p className={styles.hint}>{t('bundle.text')}</p>
      <dl className={styles.contents}>
        {contents.map((name, i) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>{t(`bundle.content.${(['model', 'config', 'runtime', 'certificate'] as const)[i] ?? 'model'}`)}</dd>
          </div>
        ))}
      </dl>
      <Facts
        facts={[
          [t('bundle.size'), <Bytes key="size" value={version.bundle_size} />],
          [t('data.sha256'), <Hash key="hash" value={version.bundle_sha256} />],
        ]}
      />
      <Button type="primary" icon={<DownloadOutlined aria-hidden />} href={urls.bundle(version.id)} download>
        {t('bundle.download')}
      </Button>
    </section>
  )
}

function CertificateCard({ version }: { version: VersionDetail }) {
  const { t } = useTranslation('models')
  const { percent, number, significant, device } = useFormat()
  const { certificate } = version
  return (
    <section className={`mw-card ${styles.card}`} aria-label={t('certificate.title')}>
      <div className={styles.cardHead}>
        <h3>{t('certificate.title')}</h3>
        <StatusTag
          status={certificate.passed ? 'completed' : 'failed'}
          label={certificate.passed ? t('certificate.yes') : t('certificate.no')}
        />
      </div>
      <p className={styles.hint}>{t('certificate.text')}</p>
      <Facts
        facts={[
          [
            t('certificate.agreement'),
            `${percent(certificate.agreement, 2)} ${t('certificate.limit', { limit: percent(certificate.limit, 1) })}`,
          ],
          [t('certificate.samples'), number(certificate.samples)],
          [t('certificate.difference'), significant(certificate.largest_difference, 2)],
          [
            t('certificate.latency'),
            `${significant(certificate.latency_ms, 3)}\u202f${t('ms')} · ${device(certificate.device)}`,
          ],
          [t('certificate.made'), <DateTime key="at" value={new Date(certificate.created * MS).toISOString()} />],
          [t('certificate.model'), <Hash key="hash" value={certificate.onnx_sha256} />],
          [
            t('certificate.versions'),
            Object.entries(certificate.versions ?? {})
              .map(([name, number]) => `${name} ${number}`)
              .join(', '),
          ],
        ]}
      />
      <Button icon={<DownloadOutlined aria-hidden />} href={urls.certificate(version.id)} download>
        {t('certificate.download')}
      </Button>
    </section>
  )
}

/** One file for people: what it is for, data, numbers, limits. */
function ModelCard({ version }: { version: VersionDetail }) {
  const { t } = useTranslation('models')
  return (
    <section className={`mw-card ${styles.card}`} aria-label={t('card.title')}>
      <h3>{t('card.title')}</h3>
      <p className={styles.hint}>{t('card.text')}</p>
      <Space wrap>
        <Button icon={<FileTextOutlined aria-hidden />} href={urls.card(version.id)} target="_blank" rel="noreferrer">
          {t('card.open')}
        </Button>
        <Button icon={<DownloadOutlined aria-hidden />} href={urls.card(version.id, true)} download>
          {t('card.download')}
        </Button>
      </Space>
    </section>
  )
}
