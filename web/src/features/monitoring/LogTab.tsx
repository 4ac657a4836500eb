/** The log of a run: followed as it is written, searched, filtered by level, downloaded. */
import { DownloadOutlined, SearchOutlined } from '@ant-design/icons'
import { Alert, Button, Input, Segmented, Skeleton, Switch } from 'antd'
import { useDeferredValue, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { urls } from '@/api/urls'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { useFormat } from '@/lib/format'
import { useNumberParam } from '@/lib/params'
import { useSearchState } from '@/lib/useUrlState'
import styles from './Log.module.css'
import { LogLines } from './LogLines'
import { type EarlierLines, type Process, useFirstError, useLog, useProcess } from './queries'

/** So many lines before the one that is shown are read as well. */
const AROUND = 30

export function LogTab() {
  const { t } = useTranslation('monitoring')
  const { data: process } = useProcess(useNumberParam('processId'))
  if (!process) return <Skeleton active paragraph={{ rows: 12 }} />
  if (process.status === 'created') return <EmptyState title={t('notStarted.title')} text={t('notStarted.text')} />
  return <Log process={process} />
}

function Log({ process }: { process: Process }) {
  const { t } = useTranslation(['monitoring', 'common'])
  const { number } = useFormat()
  const [state, change] = useSearchState()
  const [follows, setFollows] = useState(true)
  const [search, setSearch] = useState(state.find ?? '')
  const network = process.networks.find(({ network: name }) => name === state.network)?.network
  const filter = { level: state.level ?? '', search: useDeferredValue(search), network }
  const { log, earlier } = useLog(process, filter)
  const lines = log.data?.lines ?? []
  const first = lines[0]?.number ?? 1
  const isWhole = !filter.search && !filter.level && !network
  const target = useTarget(Number(state.line) || 0, isWhole && !log.isPending, first, earlier.mutate)
  const jump = (line: number) => {
    setFollows(false)
    setSearch('')
    change({ line: String(line), find: '', level: '', network: '' })
  }
  return (
    <div className={styles.log}>
      <div className={styles.tools}>
        <Input
          data-search
          allowClear
          className={styles.search}
          prefix={<SearchOutlined aria-hidden />}
          placeholder={t('log.search')}
          aria-label={t('log.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onBlur={() => change({ find: search })}
        />
        <NetworkChoice process={process} value={network ?? ''} choose={(name) => change({ network: name })} />
        <LevelChoice value={filter.level} choose={(level) => change({ level })} />
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control */}
        <label className={styles.follow}>
          <Switch size="small" checked={follows} onChange={setFollows} />
          {t('log.follow')}
        </label>
        <span className={`mw-muted mw-number ${styles.count}`}>
          {log.data && t('log.count', { shown: number(lines.length), total: number(log.data.total) })}
        </span>
        <Button icon={<DownloadOutlined aria-hidden />} href={urls.log(process.id, network)}>
          {network ? t('log.downloadOf', { network: t(`common:network.${network}`) }) : t('log.download')}
        </Button>
      </div>
      <PinnedError process={process} jump={jump} />
      {log.error && <ErrorBox error={log.error} retry={() => log.refetch()} />}
      {log.isPending ? (
        <Skeleton active paragraph={{ rows: 12 }} />
      ) : (
        <LogLines
          lines={lines}
          search={filter.search}
          follows={follows && !target}
          target={target}
          setFollows={setFollows}
          earlier={first > 1 && !filter.search && !filter.level ? () => earlier.mutate({ before: first }) : undefined}
          isComplete={log.data?.complete ?? false}
        />
      )}
    </div>
  )
}

/** The line that the address names, once it is among those that were read. */
function useTarget(line: number, isReady: boolean, first: number, read: (stretch: EarlierLines) => void): number {
  const isMissing = isReady && line > 0 && line < first
  useEffect(() => {
    if (isMissing) read({ before: first, from: Math.max(1, line - AROUND) })
  }, [isMissing, line, first, read])
  return isReady && line >= first ? line : 0
}

/** The first error stands above the log for as long as the run is a failed one. */
function PinnedError({ process, jump }: { process: Process; jump: (line: number) => void }) {
  const { t } = useTranslation('monitoring')
  const { number, colon } = useFormat()
  const error = useFirstError(process)
  if (!error) return null
  const action = (
    <Button size="small" onClick={() => jump(error.number)}>
      {t('log.goTo', { line: number(error.number) })}
    </Button>
  )
  return (
    <Alert
      type="error"
      showIcon
      className={styles.pinned}
      title={
        <>
          {t('log.firstError')}
          {colon}
          <code>{error.text}</code>
        </>
      }
      action={action}
    />
  )
}

/** A run that trains two networks has a log for each (E60), and the whole. */
function NetworkChoice({ process, value, choose }: { process: Process; value: string; choose: (to: string) => void }) {
  const { t } = useTranslation(['monitoring', 'common'])
  if (process.networks.length < 2) return null
  const own = process.networks.map(({ network }) => ({
    value: network as string,
    label: t(`common:network.${network}`),
  }))
  const options = [{ value: '', label: t('log.whole') }, ...own]
  return <Segmented aria-label={t('log.of')} value={value} options={options} onChange={choose} />
}

function LevelChoice({ value, choose }: { value: string; choose: (level: string) => void }) {
  const { t } = useTranslation('monitoring')
  const options = [
    { value: '', label: t('log.all') },
    { value: 'warning', label: t('log.warnings') },
    { value: 'error', label: t('log.errors') },
  ]
  return <Segmented aria-label={t('log.level')} value={value} options={options} onChange={choose} />
}
