/** What can be done with a model, in the same order in its row and on its page. */
import { DeleteOutlined, EditOutlined } from '@ant-design/icons'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import type { RowAction } from '@/components/ui/RowMenu'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { ModelDialog } from './ModelDialog'
import { type Model, useDeleteModel } from './queries'

interface Actions {
  actionsOf: (model: Model) => RowAction[]
  /** The dialog that one of them has opened. */
  dialog: ReactNode
}

export function useModelActions(deleted: () => void = () => {}): Actions {
  const { t } = useTranslation('models')
  const [edited, setEdited] = useState<Model>()
  const whyNot = useWhyNot()
  const confirm = useConfirm()
  const remove = useDeleteModel()
  const ask = ({ id, name }: Model) =>
    confirm({
      title: t('delete.title', { name }),
      text: t('delete.text'),
      verb: t('delete.verb'),
      run: () => remove.mutateAsync({ params: { path: { model_id: id } } }).then(deleted),
    })
  const actionsOf = (model: Model): RowAction[] => [
    {
      key: 'edit',
      label: t('edit.action'),
      icon: <EditOutlined aria-hidden />,
      reason: whyNot('models.edit', model.created_by),
      run: () => setEdited(model),
    },
    {
      key: 'delete',
      label: t('delete.verb'),
      icon: <DeleteOutlined aria-hidden />,
      danger: true,
      divided: true,
      reason: whyNot('models.delete', model.created_by),
      run: () => ask(model),
    },
  ]
  const dialog = edited && <ModelDialog model={edited} close={() => setEdited(undefined)} />
  return { actionsOf, dialog }
}
