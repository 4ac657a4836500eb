/** Before a process starts again: from the beginning, on whichever machine, or on from its last checkpoint (X9). */
import { App, Button, Form, Radio, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ANY, firstOf, MachineSelect, type Place } from '@/components/placing/MachineSelect'
import { TimeLimit } from '@/components/placing/TimeLimit'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import styles from './Processes.module.css'
import { type Places, type Process, type Start, usePlaces } from './queries'
import { WouldBegin } from './WouldBegin'

type Mode = Start['mode']
type Run = (given: Start) => Promise<unknown>

export function useStartDialog() {
  const { t } = useTranslation('processes')
  const { modal } = App.useApp()
  return (process: Process, start: Run) => {
    const close = () => dialog.destroy()
    const dialog = modal.confirm({
      title: t('start.title'),
      content: <Again process={process} start={start} close={close} />,
      footer: null,
      width: 520,
    })
  }
}

function Again({ process, start, close }: { process: Process; start: Run; close: () => void }) {
  const { t } = useTranslation(['processes', 'common'])
  const [mode, setMode] = useState<Mode>('beginning')
  const [limit, setLimit] = useState<number>()
  const [chosen, choose] = useState<Place>()
  const [isBusy, setBusy] = useState(false)
  const { data: places } = usePlaces(process.id, false)
  const here: Place = process.is_auto || !process.machine ? ANY : process.machine.id
  const place = chosen ?? (canBe(places, here) ? here : (firstOf(places) ?? here))
  const moved = mode === 'beginning' && place !== here
  const run = () => {
    setBusy(true)
    const to = moved ? { machine_id: place === ANY ? null : place } : undefined
    start({ mode, time_limit_s: limit, place: to })
      .then(close)
      .catch(() => setBusy(false)) // the cache has told it already
  }
  return (
    <>
      <Modes noResume={process.actions.resume} choose={setMode} />
      {mode === 'resume' ? (
        <WouldBegin process={process} />
      ) : (
        <Form layout="vertical" component="div" className={styles.again}>
          <MachineSelect choices={places} value={place} onChange={choose} withDetail />
        </Form>
      )}
      <TimeLimit value={limit ?? process.time_limit_s} onChange={setLimit} />
      <div className={styles.footer}>
        <Button onClick={close}>{t('common:cancel')}</Button>
        <ReasonButton
          type="primary"
          loading={isBusy}
          reason={mode === 'beginning' ? refusal(places, place) : null}
          onClick={run}
        >
          {t('action.start')}
        </ReasonButton>
      </div>
    </>
  )
}

/** Undefined places: nobody knows yet. A machine that has been removed is none of them. */
function canBe(places: Places | undefined, place: Place): boolean {
  const isThere = place === ANY || !places || places.machines.some(({ id }) => id === place)
  return isThere && !refusal(places, place)
}

/** Why it cannot run there. */
function refusal(places: Places | undefined, place: Place): string | null {
  if (place === ANY) return places?.auto_reason ?? null
  return places?.machines.find(({ id }) => id === place)?.reason ?? null
}

function Modes({ noResume, choose }: { noResume: string | null; choose: (mode: Mode) => void }) {
  const { t } = useTranslation('processes')
  return (
    <Radio.Group defaultValue="beginning" onChange={({ target }) => choose(target.value)}>
      <Space orientation="vertical">
        <Radio value="beginning" className={styles.choice}>
          {t('start.beginning')}
          <span className={styles.hint}>{t('start.beginningHint')}</span>
        </Radio>
        <Radio value="resume" className={styles.choice} disabled={noResume !== null}>
          {t('start.resume')}
          <span className={styles.hint}>{noResume ?? t('start.resumeHint')}</span>
        </Radio>
      </Space>
    </Radio.Group>
  )
}
