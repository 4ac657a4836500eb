/** The journal (2.1): who changed what, when, from where, before and after; whether it is as it was written. */
import { DownloadOutlined, ReloadOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { Button, Dropdown, Tooltip } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { urls } from '@/api/urls'
import { DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { PageHeader } from '@/components/ui/PageHeader'
import { pageOf } from '@/components/ui/pageOf'
import { useAdminTrail } from '@/components/ui/useAdminTrail'
import { downloadUrl } from '@/lib/download'
import { useSearchState } from '@/lib/useUrlState'
import { Between } from './Between'
import { useColumns } from './columns'
import { EntryDetails } from './EntryDetails'
import styles from './Journal.module.css'
import { useJournal, type Wanted } from './queries'
import { useFilters, useJournalQuery } from './useJournalQuery'
import { VerifyDialog } from './VerifyDialog'
import { FIRST_PERIOD, queryOf, spanOf } from './view'

export function JournalScreen() {
  const { t } = useTranslation('journal')
  const query = useJournalQuery()
  const { wanted, period, refresh } = useWanted(query)
  const found = useJournal(wanted, query)
  const { data } = found
  const [verifying, setVerifying] = useState(false)
  const total = data && data.total > data.counted_to ? data.counted_to : data?.total
  return (
    <>
      <PageHeader
        title={t('title')}
        trail={useAdminTrail()}
        subtitle={t('subtitle')}
        actions={<Actions wanted={wanted} refresh={refresh} verify={() => setVerifying(true)} />}
      />
      {period === 'between' && <Between />}
      <DataTable
        name={t('title')}
        columns={useColumns(query)}
        {...pageOf(found)}
        total={total}
        totalIsFloor={data !== undefined && data.total > data.counted_to}
        query={query}
        filters={useFilters(query, data?.items)}
        expand={(entry) => <EntryDetails entry={entry} query={query} />}
        rowClass={(entry) => (entry.signature === 'broken' ? (styles.brokenRow ?? '') : '')}
        empty={<EmptyState title={t('empty.title')} text={t('empty.text')} />}
        nothingFound={<NothingFound period={period} widen={() => query.setFilter('period', 'all')} />}
      />
      {verifying && <VerifyDialog close={() => setVerifying(false)} />}
    </>
  )
}

/** "The last hour" is counted from when it was asked for, so that a page and the next one are of the same hour. */
function useWanted(query: ReturnType<typeof useJournalQuery>) {
  const [state] = useSearchState()
  const [now, setNow] = useState(() => Date.now())
  const period = state.period ?? FIRST_PERIOD
  const { from = '', to = '' } = state
  const { filters, search } = query
  const wanted = useMemo(
    () => ({ ...queryOf(filters, search), ...spanOf(period, from, to, now) }),
    [filters, search, period, from, to, now],
  )
  const refresh = () => {
    query.first()
    setNow(Date.now())
  }
  return { wanted, period, refresh }
}

function Actions({ wanted, refresh, verify }: { wanted: Wanted; refresh: () => void; verify: () => void }) {
  const { t } = useTranslation('journal')
  const formats = (['csv', 'jsonl'] as const).map((key) => ({ key, label: t(`export.${key}`) }))
  return (
    <>
      <Tooltip title={t('refresh')}>
        <Button icon={<ReloadOutlined aria-hidden />} aria-label={t('refresh')} onClick={refresh} />
      </Tooltip>
      <Dropdown
        autoFocus
        trigger={['click']}
        menu={{ items: formats, onClick: ({ key }) => downloadUrl(urls.journal({ ...wanted, format: key })) }}
      >
        <Button icon={<DownloadOutlined aria-hidden />}>{t('export.button')}</Button>
      </Dropdown>
      <Button type="primary" icon={<SafetyCertificateOutlined aria-hidden />} onClick={verify}>
        {t('verify.button')}
      </Button>
    </>
  )
}

function NothingFound({ period, widen }: { period: string; widen: () => void }) {
  const { t } = useTranslation('journal')
  const button = period === 'all' ? undefined : <Button onClick={widen}>{t('nothing.widen')}</Button>
  return <EmptyState title={t('nothing.title')} text={t('nothing.text')} action={button} />
}
