/** One industry's production environment: search, the tree, and the button for the topmost level. */
import { PlusOutlined } from '@ant-design/icons'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { usePlace } from '@/components/environment/queries'
import { EmptyState } from '@/components/ui/EmptyState'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { SearchField } from '@/components/ui/SearchField'
import { useMasterDataReasons } from '@/components/ui/useMasterDataReasons'
import { useSearchState } from '@/lib/useUrlState'
import type { Ask } from './dialogs'
import styles from './Environment.module.css'
import { FoundList } from './FoundList'
import type { Industry, Place } from './queries'
import { Tree } from './Tree'
import { useOpened } from './useOpened'

interface Props {
  industry: Industry
  ask: Ask
}

export function TreePanel({ industry, ask }: Props) {
  const { t } = useTranslation('environment')
  const [{ q = '', at = '' }, change] = useSearchState()
  const { create } = useMasterDataReasons()
  const opened = useOpened()
  const top = industry.levels[0]
  const { data: place } = usePlace(at ? Number(at) : undefined)
  const { reveal } = opened
  useEffect(() => {
    if (place) reveal(place)
  }, [place, reveal])
  const show = ({ id }: Place) => change({ q: '', at: String(id) })
  const add = top && (
    <ReasonButton icon={<PlusOutlined aria-hidden />} reason={create} onClick={() => ask({ kind: 'addTop' })}>
      {t('add.verb', { level: top.name })}
    </ReasonButton>
  )
  return (
    <section className={`mw-card ${styles.panel}`} aria-label={t('treeOf', { name: industry.name })}>
      <div className={styles.toolbar}>
        <SearchField label={t('search')} value={q} onSearch={(text) => change({ q: text })} />
        <span className={styles.grow} />
        {add}
      </div>
      {!top && <EmptyState title={t('noLevels.title')} text={t('noLevels.text')} />}
      {top && industry.nodes === 0 && <EmptyState title={t('noPlaces.title')} text={t('noPlaces.text')} action={add} />}
      {industry.nodes > 0 &&
        (q ? (
          <FoundList industry={industry.id} search={q} show={show} />
        ) : (
          <Tree industry={industry} opened={opened} shown={at} ask={ask} />
        ))}
    </section>
  )
}
