/** Everything about one version, by subject. */
import { Skeleton, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { useUrlState } from '@/lib/useUrlState'
import { DataTab } from './DataTab'
import { ExportTab } from './ExportTab'
import { HistoryTab } from './HistoryTab'
import { MetricsTab } from './MetricsTab'
import type { Parts } from './ModelScreen'
import styles from './Models.module.css'
import { OverviewTab } from './OverviewTab'
import { useVersion, type Version } from './queries'
import { TryTab } from './TryTab'

export function VersionTabs({ version, parts }: { version: Version; parts: Parts }) {
  const { t } = useTranslation('models')
  const [tab, setTab] = useUrlState('tab', 'overview')
  const { data, error, refetch } = useVersion(version.id)
  if (error && !data) return <ErrorBox error={error} retry={refetch} />
  if (!data) return <Skeleton active paragraph={{ rows: 8 }} />
  const contents = {
    overview: <OverviewTab version={data} />,
    metrics: <MetricsTab version={data} curves={parts.curves} />,
    parameters: parts.parameters(data),
    data: <DataTab version={data} />,
    export: <ExportTab version={data} />,
    try: <TryTab version={data} />,
    history: <HistoryTab modelId={data.model_id} />,
  }
  const items = Object.entries(contents).map(([key, children]) => ({
    key,
    label: t(`tab.${key as keyof typeof contents}`),
    children,
  }))
  return (
    <section aria-label={data.name}>
      <h2 className={styles.heading}>{t('versionOf', { name: data.name })}</h2>
      <Tabs activeKey={tab} onChange={setTab} items={items} destroyOnHidden />
    </section>
  )
}
