/** What a dataset is for: to learn from, or to be tested on. */
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Purpose } from './queries'

export function PurposeTag({ purpose }: { purpose: Purpose }) {
  const { t } = useTranslation('datasets')
  return <Tag variant={purpose === 'training' ? 'filled' : 'outlined'}>{t(`purpose.${purpose}`)}</Tag>
}
