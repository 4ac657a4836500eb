/** The children of a place with a tick each: for what is done to several of them at once. */
import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettled } from '@/lib/useSettled'
import styles from './Environment.module.css'
import { type Place, useChildrenFound } from './queries'

interface Props {
  place: Place
  ticked: number[]
  onChange: (ids: number[]) => void
}

export function ChildrenTicks({ place, ticked, onChange }: Props) {
  const { t } = useTranslation('environment')
  const [typed, setTyped] = useState('')
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useChildrenFound(place, useSettled(typed))
  const shown = data?.pages.flatMap(({ items }) => items) ?? []
  const ids = shown.map(({ id }) => id)
  const isAll = ids.length > 0 && ids.every((id) => ticked.includes(id))
  const toggleAll = () => onChange(isAll ? ticked.filter((id) => !ids.includes(id)) : [...new Set([...ticked, ...ids])])
  const hidden = (data?.pages[0]?.total ?? 0) - shown.length
  return (
    <fieldset className={styles.ticks}>
      <legend>{t('ticks.chosen', { count: ticked.length })}</legend>
      <div className={styles.ticksHead}>
        <Checkbox checked={isAll} indeterminate={!isAll && ids.some((id) => ticked.includes(id))} onChange={toggleAll}>
          {t('ticks.all')}
        </Checkbox>
        <Input
          allowClear
          size="small"
          value={typed}
          placeholder={t('search')}
          aria-label={t('search')}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <div className={styles.tickList}>
        {shown.map(({ id, name }) => (
          <Checkbox
            key={id}
            checked={ticked.includes(id)}
            onChange={({ target }) => onChange(target.checked ? [...ticked, id] : ticked.filter((old) => old !== id))}
          >
            <bdi>{name}</bdi>
          </Checkbox>
        ))}
        {data && shown.length === 0 && <p className="mw-muted">{t('picker.nothing')}</p>}
        {hasNextPage && (
          <Button type="link" size="small" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
            {t('more', { count: hidden })}
          </Button>
        )}
      </div>
    </fieldset>
  )
}
