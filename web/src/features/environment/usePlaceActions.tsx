/** What can be done with a place, in the same order on every line. */
import { DeleteOutlined, EditOutlined, PlusOutlined, SwapOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { RowAction } from '@/components/ui/RowMenu'
import { useMasterDataReasons } from '@/components/ui/useMasterDataReasons'
import type { Ask } from './dialogs'
import type { Level, Place } from './queries'

export function usePlaceActions(place: Place, levels: Level[], ask: Ask): RowAction[] {
  const { t } = useTranslation('environment')
  const { create, edit, remove } = useMasterDataReasons()
  const below = levels.find(({ number }) => number === place.level + 1)
  const twoBelow = levels.find(({ number }) => number === place.level + 2)
  const none = place.children === 0 && below ? t('noneBelow', { level: below.name }) : null
  const add: RowAction[] = below
    ? [
        {
          key: 'add',
          label: t('add.verb', { level: below.name }),
          icon: <PlusOutlined aria-hidden />,
          reason: create,
          run: () => ask({ kind: 'addBelow', place }),
        },
      ]
    : []
  const addBatch: RowAction[] = twoBelow
    ? [
        {
          key: 'addBatch',
          label: t('add.batch', { level: twoBelow.name }),
          icon: <PlusOutlined aria-hidden />,
          reason: create ?? none,
          run: () => ask({ kind: 'addBatch', place }),
        },
      ]
    : []
  const removeBatch: RowAction[] = below
    ? [
        {
          key: 'removeBatch',
          label: t('remove.several', { level: below.name }),
          icon: <DeleteOutlined aria-hidden />,
          danger: true,
          divided: true,
          reason: remove ?? none,
          run: () => ask({ kind: 'removeBatch', place }),
        },
      ]
    : []
  return [
    ...add,
    ...addBatch,
    {
      key: 'rename',
      label: t('rename.verb'),
      icon: <EditOutlined aria-hidden />,
      reason: edit,
      run: () => ask({ kind: 'rename', place }),
    },
    {
      key: 'move',
      label: t('move.menu'),
      icon: <SwapOutlined aria-hidden />,
      reason: edit ?? (place.level === 1 ? t('move.top') : null),
      run: () => ask({ kind: 'move', place }),
    },
    ...removeBatch,
    {
      key: 'remove',
      label: t('remove.menu', { level: place.level_name }),
      icon: <DeleteOutlined aria-hidden />,
      danger: true,
      divided: below === undefined,
      reason: remove,
      run: () => ask({ kind: 'remove', place }),
    },
  ]
}
