/** After the end of a training: read its report, then publish it; afterwards, the way to the model. */
import { CloudUploadOutlined, FileDoneOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import styles from './Processes.module.css'
import { type Process, useVersion } from './queries'
import { useProcessActions } from './useProcessActions'

interface Props {
  process: Process
  openReport: () => void
  isReading: boolean
}

export function NextStep({ process, openReport, isReading }: Props) {
  const { t } = useTranslation('processes')
  const publish = useProcessActions(process).find(({ key }) => key === 'publish')
  if (process.status !== 'completed') return null
  if (process.published) {
    const title = t('next.published', { version: process.published })
    return (
      <Alert
        className={`${styles.banner} ${styles.next}`}
        type="success"
        showIcon
        title={title}
        action={<ToVersion process={process} />}
      />
    )
  }
  const buttons = (
    <span className={styles.nextButtons}>
      {!isReading && (
        <Button type="primary" icon={<FileDoneOutlined aria-hidden />} onClick={openReport}>
          {t('next.report')}
        </Button>
      )}
      <ReasonButton
        type={isReading ? 'primary' : 'default'}
        icon={<CloudUploadOutlined aria-hidden />}
        reason={publish?.reason}
        onClick={publish?.run}
      >
        {t('action.publish')}
      </ReasonButton>
    </span>
  )
  return (
    <Alert
      className={`${styles.banner} ${styles.next}`}
      type="success"
      showIcon
      title={t('next.completed')}
      action={buttons}
    />
  )
}

/** Until it is known whose version it is, and for a version that is there no more, the models. */
function ToVersion({ process: { project_id, published_version_id: id } }: { process: Process }) {
  const { t } = useTranslation('processes')
  const { data: version } = useVersion(id)
  const models = `/projects/${project_id}/models`
  if (!version) return <Link to={models as never}>{t('next.toModels')}</Link>
  return <Link to={`${models}/${version.model_id}?version=${version.id}` as never}>{t('next.toVersion')}</Link>
}
