/** One line of the tree: a place with what can be done to it, or the way to more of its siblings. */
import { DownOutlined, EditOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons'
import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { RowMenu } from '@/components/ui/RowMenu'
import { useMasterDataReasons } from '@/components/ui/useMasterDataReasons'
import type { Ask } from './dialogs'
import styles from './Environment.module.css'
import type { Level, Place } from './queries'
import type { Line } from './rows'
import { usePlaceActions } from './usePlaceActions'

const INDENT = 24

interface Props {
  line: Line
  /** Pixels from the top of the tree. */
  start: number
  isCurrent: boolean
  /** The address names it. */
  isShown: boolean
  levels: Level[]
  setCurrent: () => void
  toggle: () => void
  ask: Ask
}

export function TreeLine({ line, start, isCurrent, isShown, levels, setCurrent, toggle, ask }: Props) {
  const isPlace = line.kind === 'place'
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree listens to the keys of all its lines
    <div
      role="treeitem"
      data-key={line.key}
      data-shown={isShown}
      tabIndex={isCurrent ? 0 : -1}
      aria-level={line.depth + 1}
      aria-selected={isCurrent}
      aria-expanded={isPlace && line.place.children > 0 ? line.isOpen : undefined}
      aria-posinset={isPlace ? line.position : undefined}
      aria-setsize={isPlace ? line.siblings : undefined}
      aria-busy={line.kind === 'loading'}
      className={styles.line}
      style={{ transform: `translateY(${start}px)`, paddingInlineStart: 8 + line.depth * INDENT }}
      onClick={(event) => (event.target as HTMLElement).closest('button') === null && toggle()}
      onFocus={setCurrent}
    >
      {line.kind === 'place' && <PlaceLine line={line} isCurrent={isCurrent} levels={levels} ask={ask} />}
      {line.kind === 'more' && <MoreLine hidden={line.hidden} />}
      {line.kind === 'loading' && <Skeleton.Input active size="small" />}
    </div>
  )
}

interface PlaceProps extends Pick<Props, 'isCurrent' | 'levels' | 'ask'> {
  line: Extract<Line, { kind: 'place' }>
}

function PlaceLine({ line: { place, isOpen }, isCurrent, levels, ask }: PlaceProps) {
  const { t } = useTranslation('environment')
  const actions = usePlaceActions(place, levels, ask)
  return (
    <>
      <span className={styles.twist} aria-hidden="true">
        {place.children > 0 && (isOpen ? <DownOutlined /> : <RightOutlined />)}
      </span>
      <bdi className={styles.name}>{place.name}</bdi>
      <span className={styles.kind}>{place.level_name}</span>
      {place.children > 0 && <span className={styles.count}>{t('below', { count: place.children })}</span>}
      <span className={styles.actions}>
        <Inline place={place} levels={levels} tabIndex={isCurrent ? 0 : -1} ask={ask} />
        <RowMenu name={place.name} actions={actions} />
      </span>
    </>
  )
}

interface InlineProps extends Pick<Props, 'levels' | 'ask'> {
  place: Place
  tabIndex: number
}

/** On the line under the mouse or the keyboard; a phone has the menu. */
function Inline({ place, levels, tabIndex, ask }: InlineProps) {
  const { t } = useTranslation('environment')
  const { create, edit } = useMasterDataReasons()
  const below = levels.find(({ number }) => number === place.level + 1)
  return (
    <span className={styles.inline}>
      {below && (
        <ReasonButton
          type="text"
          size="small"
          tabIndex={tabIndex}
          icon={<PlusOutlined aria-hidden />}
          reason={create}
          onClick={() => ask({ kind: 'addBelow', place })}
        >
          {t('add.verb', { level: below.name })}
        </ReasonButton>
      )}
      <ReasonButton
        type="text"
        size="small"
        tabIndex={tabIndex}
        icon={<EditOutlined aria-hidden />}
        aria-label={t('rename.title', { name: place.name })}
        reason={edit}
        onClick={() => ask({ kind: 'rename', place })}
      />
    </span>
  )
}

function MoreLine({ hidden }: { hidden: number }) {
  const { t } = useTranslation('environment')
  return <span className={styles.more}>{t('more', { count: hidden })}</span>
}
