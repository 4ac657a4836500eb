/** The production environment with what there is for each place; places open downwards. */
import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateTime, Num, Percent } from '@/components/ui/Formatted'
import styles from './Overview.module.css'
import { type Place, useCoverage, type Whose } from './queries'

interface Of {
  projectId: number
  whose: Whose
}

export function Coverage({ projectId, whose }: Of) {
  const { t } = useTranslation('overview')
  const { data } = useCoverage(projectId, whose)
  return (
    <section className={`mw-card ${styles.panel} ${styles.coverage}`} aria-label={t('coverage.title')}>
      <h2>{t('coverage.title')}</h2>
      {!data && <Skeleton active paragraph={{ rows: 3 }} />}
      {data?.items.length === 0 && <p className="mw-muted">{t('coverage.nothing')}</p>}
      {data && data.items.length > 0 && (
        <div className={styles.scroll}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('coverage.place')}</th>
                <th scope="col">{t('coverage.datasets')}</th>
                <th scope="col">{t('coverage.samples')}</th>
                <th scope="col">{t('models')}</th>
                <th scope="col">{t('weakest')}</th>
                <th scope="col">{t('coverage.evaluated')}</th>
              </tr>
            </thead>
            <tbody>
              <Places projectId={projectId} whose={whose} depth={0} places={data.items} />
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Places({ places, ...of }: Of & { places: Place[]; depth: number }) {
  return places.map((place) => <OnePlace key={place.id} place={place} {...of} />)
}

function OnePlace({ place, depth, ...of }: Of & { place: Place; depth: number }) {
  const { t } = useTranslation(['overview', 'common'])
  const [open, setOpen] = useState(false)
  const { weakest } = place
  return (
    <>
      <tr data-empty={place.samples === 0}>
        <th scope="row" style={{ paddingLeft: depth * 20 }}>
          {place.children > 0 ? (
            <Button
              type="text"
              size="small"
              icon={open ? <CaretDownOutlined aria-hidden /> : <CaretRightOutlined aria-hidden />}
              aria-expanded={open}
              aria-label={t('coverage.open', { name: place.name })}
              onClick={() => setOpen(!open)}
            />
          ) : (
            <span className={styles.leaf} />
          )}
          {place.name} <span className="mw-muted">{place.level_name}</span>
        </th>
        <td>
          <Num value={place.datasets} />
        </td>
        <td>
          <Num value={place.samples} />
        </td>
        <td>
          <Num value={place.models} />
        </td>
        <td>
          {weakest ? (
            <Link to={`/projects/${of.projectId}/models/${weakest.model_id}` as never}>
              <Percent share={weakest.value} /> {t(`common:metric.${weakest.metric}`)}
            </Link>
          ) : (
            '–'
          )}
        </td>
        <td>
          <DateTime value={place.evaluated_at} />
        </td>
      </tr>
      {open && <Below parentId={place.id} depth={depth + 1} {...of} />}
    </>
  )
}

function Below({ parentId, ...of }: Of & { parentId: number; depth: number }) {
  const { data } = useCoverage(of.projectId, of.whose, parentId)
  if (data) return <Places places={data.items} {...of} />
  return (
    <tr>
      <td colSpan={6}>
        <Skeleton active title={false} paragraph={{ rows: 1 }} />
      </td>
    </tr>
  )
}
