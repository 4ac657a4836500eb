/** What can be done with a dataset, in the same order in its row and on its page. */
import { DeleteOutlined, EditOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { ApiError, messageOf } from '@/api/errors'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import type { RowAction } from '@/components/ui/RowMenu'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { notify } from '@/lib/notify'
import { type Dataset, useDeleteDataset } from './queries'

export function useDatasetActions(
  edit: (dataset: Dataset) => void,
  deleted: () => void = () => {},
): (dataset: Dataset) => RowAction[] {
  const { t } = useTranslation('datasets')
  const whyNot = useWhyNot()
  const ask = useDeleteQuestion(deleted)
  return (dataset) => [
    {
      key: 'edit',
      label: t('edit'),
      icon: <EditOutlined aria-hidden />,
      reason: whyNot('datasets.edit', dataset.created_by),
      run: () => edit(dataset),
    },
    {
      key: 'delete',
      label: t('delete'),
      icon: <DeleteOutlined aria-hidden />,
      danger: true,
      divided: true,
      reason: whyNot('datasets.delete', dataset.created_by),
      run: () => ask(dataset),
    },
  ]
}

/** The server refuses what is in use and says by what; then the question is asked once more, with its answer. */
function useDeleteQuestion(deleted: () => void): (dataset: Dataset) => void {
  const { t } = useTranslation('datasets')
  const confirm = useConfirm()
  const remove = useDeleteDataset()
  const run = async (dataset: Dataset, confirmed: boolean) => {
    const params = { path: { dataset_id: dataset.id }, query: { confirmed } }
    try {
      await remove.mutateAsync({ params })
      deleted()
    } catch (error) {
      if (error instanceof ApiError && error.status === 409 && !confirmed) ask(dataset, error.message)
      else notify.error(messageOf(error))
    }
  }
  const ask = (dataset: Dataset, refusal?: string) =>
    confirm({
      title: t('deleteTitle', { name: dataset.name }),
      text: refusal ?? t('deleteText'),
      verb: refusal ? t('deleteAnyway') : t('delete'),
      run: () => run(dataset, refusal !== undefined),
    })
  return (dataset) => ask(dataset)
}
