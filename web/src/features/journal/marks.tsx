/** What kind of entry it is, and whether it is as it was written: by shape and word besides colour. */
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  EditOutlined,
  InfoCircleOutlined,
  LockOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './Journal.module.css'
import type { Entry } from './queries'

const classIcons = {
  info: <InfoCircleOutlined aria-hidden />,
  correction: <EditOutlined aria-hidden />,
  security: <LockOutlined aria-hidden />,
  error: <CloseCircleOutlined aria-hidden />,
}

export function ClassTag({ entry: { event_class, event_class_label } }: { entry: Entry }) {
  return (
    <span className={styles.mark} data-class={event_class}>
      {classIcons[event_class]} {event_class_label}
    </span>
  )
}

const signatureIcons = {
  valid: <CheckCircleOutlined aria-hidden />,
  pending: <ClockCircleOutlined aria-hidden />,
  broken: <WarningOutlined aria-hidden />,
}

export function Signature({ entry: { signature } }: { entry: Entry }) {
  const { t } = useTranslation('journal')
  return (
    <Tooltip title={t(`signatureHelp.${signature}`)}>
      <span className={styles.mark} data-signature={signature}>
        {signatureIcons[signature]} {t(`signature.${signature}`)}
      </span>
    </Tooltip>
  )
}
