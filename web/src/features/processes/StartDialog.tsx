/** Before a process starts again: from the beginning, or on from its last checkpoint (X9). */
import { App, Radio, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TimeLimit } from '@/components/placing/TimeLimit'
import styles from './Processes.module.css'
import type { Process } from './queries'
import { WouldBegin } from './WouldBegin'

type Mode = 'beginning' | 'resume'

export function useStartDialog() {
  const { t } = useTranslation(['processes', 'common'])
  const { modal } = App.useApp()
  return (process: Process, start: (mode: Mode, limit?: number) => Promise<unknown>) => {
    let mode: Mode = 'beginning'
    let limit: number | undefined
    modal.confirm({
      title: t('start.title'),
      content: (
        <>
          <Modes noResume={process.actions.resume} choose={(chosen) => (mode = chosen)} />
          <WouldBegin process={process} />
          <Limit now={process.time_limit_s} choose={(chosen) => (limit = chosen)} />
        </>
      ),
      okText: t('action.start'),
      cancelText: t('common:cancel'),
      width: 480,
      onOk: () => start(mode, limit),
    })
  }
}

function Limit({ now, choose }: { now: number; choose: (limit: number) => void }) {
  const [limit, setLimit] = useState(now)
  const change = (chosen: number) => {
    setLimit(chosen)
    choose(chosen)
  }
  return <TimeLimit value={limit} onChange={change} />
}

function Modes({ noResume, choose }: { noResume: string | null; choose: (mode: Mode) => void }) {
  const { t } = useTranslation('processes')
  return (
    <Radio.Group defaultValue="beginning" onChange={({ target }) => choose(target.value)}>
      <Space orientation="vertical">
        <Radio value="beginning">
          {t('start.beginning')}
          <span className={styles.hint}>{t('start.beginningHint')}</span>
        </Radio>
        <Radio value="resume" disabled={noResume !== null}>
          {t('start.resume')}
          <span className={styles.hint}>{noResume ?? t('start.resumeHint')}</span>
        </Radio>
      </Space>
    </Radio.Group>
  )
}
