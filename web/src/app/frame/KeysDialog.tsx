/** The keys that work on this screen now. */
import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRegisteredKeys } from '@/lib/keys'
import styles from './Frame.module.css'

interface Props {
  open: boolean
  close: () => void
}

export function KeysDialog({ open, close }: Props) {
  const { t } = useTranslation()
  const keys = useRegisteredKeys()
  return (
    <Modal title={t('keys.title')} open={open} onCancel={close} footer={null} width={420}>
      <dl className={styles.keys}>
        {keys.map(({ key, label }) => (
          <div key={`${key} ${label}`}>
            <dt>
              <kbd>{names[key] ?? key}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}

const names: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ' ': '␣',
  Escape: 'Esc',
}
