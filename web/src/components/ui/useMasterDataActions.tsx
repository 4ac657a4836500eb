/** What a row of master data offers: to change it, and to delete it after a question; where the person may not, why not. */
import { DeleteOutlined, EditOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useConfirm } from './ConfirmDialog'
import type { RowAction } from './RowMenu'
import { useMasterDataReasons } from './useMasterDataReasons'

interface Verbs<Row> {
  edit: { label: string; run: (row: Row) => void }
  /** `why`: what keeps this row; null or none: it can go. */
  remove: {
    title: (row: Row) => string
    text: string
    why?: (row: Row) => string | null
    run: (row: Row) => Promise<unknown>
  }
}

export function useMasterDataActions<Row>({ edit, remove }: Verbs<Row>): (row: Row) => RowAction[] {
  const { t } = useTranslation()
  const reasons = useMasterDataReasons()
  const confirm = useConfirm()
  const ask = (row: Row) =>
    confirm({ title: remove.title(row), text: remove.text, verb: t('delete'), run: () => remove.run(row) })
  return (row) => [
    {
      key: 'edit',
      label: edit.label,
      icon: <EditOutlined aria-hidden />,
      reason: reasons.edit,
      run: () => edit.run(row),
    },
    {
      key: 'delete',
      label: t('delete'),
      icon: <DeleteOutlined aria-hidden />,
      danger: true,
      divided: true,
      reason: reasons.remove ?? remove.why?.(row),
      run: () => ask(row),
    },
  ]
}
