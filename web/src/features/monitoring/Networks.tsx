/** Each of the run's networks with its own numbers and chart (A26, E60): below each other, on a narrow screen as tabs. */
import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StatusTag } from '@/components/ui/StatusTag'
import type { Network } from '@/lib/tasks'
import { useMediaQuery } from '@/lib/useMediaQuery'
import { HeaderNumbers } from './HeaderNumbers'
import styles from './Monitor.module.css'
import type { Process, ProcessNetwork } from './queries'
import { TrainingChart } from './TrainingChart'

export function Networks({ process }: { process: Process }) {
  const { t } = useTranslation('common')
  const isWide = useMediaQuery('(min-width: 1024px)')
  const [chosen, choose] = useState<Network>()
  const { networks } = process
  if (networks.length < 2 || isWide)
    return networks.map((network) => (
      <OneNetwork key={network.network} process={process} network={network} isNamed={networks.length > 1} />
    ))
  const shown = networks.find(({ network }) => network === (chosen ?? process.network)) ?? networks[0]
  const options = networks.map(({ network }) => ({ value: network, label: t(`network.${network}`) }))
  return (
    <>
      <Segmented block aria-label={t('networks')} value={shown?.network} options={options} onChange={choose} />
      {shown && <OneNetwork key={shown.network} process={process} network={shown} isNamed />}
    </>
  )
}

interface Props {
  process: Process
  network: ProcessNetwork
  isNamed: boolean
}

function OneNetwork({ process, network, isNamed }: Props) {
  const { t } = useTranslation('common')
  return (
    <>
      {isNamed && (
        <div className={styles.networkHead}>
          <h2>{t(`network.${network.network}`)}</h2>
          <StatusTag status={network.state} />
        </div>
      )}
      <HeaderNumbers network={network} machine={process.machine} />
      <TrainingChart process={process} network={network} />
    </>
  )
}
